# é
# coding: ascii
x = 1
