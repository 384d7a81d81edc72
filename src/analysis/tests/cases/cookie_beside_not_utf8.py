# coding: utf-8  é
x = 1
