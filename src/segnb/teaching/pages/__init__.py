"""The lessons as pages that are alive without a kernel or a network, and as worksheets to print."""
