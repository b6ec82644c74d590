"""What members may ask us to do with what we know about them, and how it is done."""
