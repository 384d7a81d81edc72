import unittest

from harbour.tides import Level, depth, level_at, turns

DAY = [Level(0, 0.4), Level(360, 3.9), Level(420, 3.9), Level(740, 0.2), Level(1100, 4.1)]


class TidesTest(unittest.TestCase):
    def test_turns(self):
        self.assertEqual([level.minute for level in turns(DAY)], [420, 740])

    def test_level_between(self):
        self.assertAlmostEqual(level_at(DAY, 180), 2.15)

    def test_level_outside(self):
        with self.assertRaises(ValueError):
            level_at(DAY, 2000)

    def test_depth(self):
        self.assertAlmostEqual(depth(DAY, 0, 6.0), 6.4)

    def test_text(self):
        self.assertEqual(str(DAY[1]), "06:00 3.9 m")
