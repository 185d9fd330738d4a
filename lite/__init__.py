"""The lessons as JupyterLite, for a school that can host Pyodide on a web server of its own."""
