"""What happened to each of the demo's members: one file a person. Nora has nothing yet."""

from portal.demo.members import (
    ahmed,
    daniel,
    ellen,
    grace,
    june,
    kit,
    luis,
    maya,
    priya,
    rosa,
    sam,
    tom,
    walter,
)

STORIES = {
    "ahmed": ahmed.tell,
    "daniel": daniel.tell,
    "ellen": ellen.tell,
    "grace": grace.tell,
    "june": june.tell,
    "kit": kit.tell,
    "luis": luis.tell,
    "maya": maya.tell,
    "priya": priya.tell,
    "rosa": rosa.tell,
    "sam": sam.tell,
    "tom": tom.tell,
    "walter": walter.tell,
}
