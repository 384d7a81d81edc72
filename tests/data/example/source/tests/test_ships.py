import unittest

from harbour.ships import Ship, first_chance, queue
from tests.test_tides import DAY


class ShipsTest(unittest.TestCase):
    def test_queue(self):
        ships = [Ship("Tern", 2.0), Ship("Gannet", 7.5), Ship("Avocet", 3.0, priority=1)]
        entering, waiting = queue(ships, DAY, 0, 6.0)
        self.assertEqual([ship.name for ship in entering], ["Avocet", "Tern"])
        self.assertEqual([ship.name for ship in waiting], ["Gannet"])

    def test_first_chance(self):
        self.assertEqual(first_chance(Ship("Gannet", 7.5), DAY, 6.0), 170)

    def test_no_draught(self):
        with self.assertRaises(ValueError):
            Ship("Ghost", 0)
