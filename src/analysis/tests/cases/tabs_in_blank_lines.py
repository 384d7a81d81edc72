if x:
    y = 1
	
 	# note
    z = 2
