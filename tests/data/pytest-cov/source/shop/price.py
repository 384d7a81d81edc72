"""Prices."""


def total(items, discount=None):
    price = sum(items)
    if discount:
        price -= discount
    return price


def label(price):
    return "free" if not price else f"{price} €"
