"""What older Pythons do not have yet."""
import sys

if sys.version_info >= (3, 10):
    from itertools import pairwise
else:

    def pairwise(items):
        """Each item with the one after it."""
        items = list(items)
        return zip(items, items[1:])


if sys.version_info >= (3, 12):
    from itertools import batched
else:

    def batched(items, size):
        """Tuples of so many items; the last one may be shorter."""
        batch = []
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield tuple(batch)
                batch = []
        if batch:
            yield tuple(batch)
