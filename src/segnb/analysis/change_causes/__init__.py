"""Why a number is another than last time: causes in a fixed order, each change one of them."""
