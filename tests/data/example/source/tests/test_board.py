import io
import sys
import unittest

from harbour import board


class BoardTest(unittest.TestCase):
    def run_board(self, *arguments):
        out = io.StringIO()
        return board.main(arguments, out), out.getvalue()

    def test_too_few_levels(self):
        self.assertEqual(self.run_board("level=0:1.5"), (2, "Two levels at least.\n"))

    def test_enter(self):
        status, text = self.run_board("level=0:1.5", "level=60:2.0", "ship=Tern:2.0")
        self.assertEqual((status, text), (0, "Enter\n  Tern\n"))

    @unittest.skipUnless(sys.version_info >= (3, 13), "only where the board is installed")
    def test_wait(self):
        _, text = self.run_board("level=0:1.5", "level=60:2.0", "ship=Gannet:7.5")
        self.assertEqual(text, "Wait\n  Gannet\n")

    def test_long_queue(self):
        ships = [f"ship=S{number}:1" for number in range(4)]
        _, text = self.run_board("level=0:1.5", "level=60:2.0", *ships)
        self.assertEqual(len(text.splitlines()), 3)

    @unittest.skipUnless(sys.version_info < (3, 9), "the old parser's own test")
    def test_nonsense(self):
        with self.assertRaises(SystemExit):
            board.parse("boat=1")
