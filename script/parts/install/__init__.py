"""script/install: a real server, made and kept.

places     which folder, unit and account is what
settings   /etc/liangma/settings.env
plan       steps that can be told before they are done, and done twice
machine    the steps of a first installation
releases   folders of code and the link that says which one runs
services   systemd, and whether everything is well
upgrade    to a new release, and back when it is unwell
backup     database, keys and media into one folder
restore    and back out of it
status     one screen that says how the server is
remove     taking it off the machine
"""
