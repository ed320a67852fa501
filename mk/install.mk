# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# make install PREFIX= DESTDIR=
PREFIX ?= /usr/local
.PHONY: install
install: all ## install the program, its man page and completion
	install -D -m 755 $(O)/probity $(DESTDIR)$(PREFIX)/bin/probity
