"""Files that a municipality can download, recognised by their content and read into the store."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"folder_walk": ["ImportedFile", "import_folder"]}
)
