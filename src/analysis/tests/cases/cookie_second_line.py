#!/usr/bin/python
# vim: set fileencoding=cp1252 :
x = "€"
if x:
    y = 1
