# plain
# José
x = 1
