x = 1
# coding: nonesuch
y = 2
