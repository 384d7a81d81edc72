lazy from a import *
