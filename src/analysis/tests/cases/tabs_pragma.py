def f():
	if x:	#	pragma:	no cover
		y = 1
	z = 2
