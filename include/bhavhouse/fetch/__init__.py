"""Files by HTTP: what is asked for, how, and where it is put, to be taken in like any folder's files."""
