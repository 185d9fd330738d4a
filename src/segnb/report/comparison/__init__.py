"""The municipality among others: its rank, the groups it is compared with, a choice of places."""
