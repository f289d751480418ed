"""The parts of a running installation, as children of one small supervisor.

stand      where this installation lives and under which addresses
cluster    the private PostgreSQL with PostGIS
database   the same cluster as a service of a real server
processes  how web, upload, stream and worker are started
gateway    nginx, from the one template in script/nginx
children   starts, restarts and stops them
lan        a small certificate authority for phones on the same network
welcome    what the terminal says when everything is ready
shell      the command `liangma` for this installation
serve      script/server after script/bootstrap: all of the above in order
install/   a real server: releases, units, backup, upgrade
"""
