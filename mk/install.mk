# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# make install PREFIX= DESTDIR=
PREFIX ?= /usr/local
BASH_COMPLETIONS ?= $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS  ?= $(PREFIX)/share/zsh/site-functions

.PHONY: install
install: all $(DOCS) ## install the program, its man page and completions
	install -D -m 755 $(O)/probity $(DESTDIR)$(PREFIX)/bin/probity
	install -D -m 644 $(O)/doc/probity.1 $(DESTDIR)$(PREFIX)/share/man/man1/probity.1
	install -D -m 644 $(O)/doc/probity.bash $(DESTDIR)$(BASH_COMPLETIONS)/probity
	install -D -m 644 $(O)/doc/_probity $(DESTDIR)$(ZSH_COMPLETIONS)/_probity
