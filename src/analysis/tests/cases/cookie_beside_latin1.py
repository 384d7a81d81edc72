# coding: latin-1  é
x = 1
if x:
    y = 2
