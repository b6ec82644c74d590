"""One thing of an order."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class OrderItem(models.Model):
    order = models.ForeignKey("claims.Order", models.CASCADE, related_name="items")
    name = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField(default=1)
    price = models.BigIntegerField(null=True, blank=True)  # cents each

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="an_item_is_at_least_one"),
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gte=0),
                name="a_price_is_nothing_or_more",
            ),
        ]

    def __str__(self) -> str:
        return f"order item {self.pk}"
