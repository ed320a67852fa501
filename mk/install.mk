# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# make install PREFIX= DESTDIR=
PREFIX ?= /usr/local
BASH_COMPLETIONS ?= $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS  ?= $(PREFIX)/share/zsh/site-functions

INCLUDEDIR ?= $(PREFIX)/include
LIBDIR     ?= $(PREFIX)/lib

# What other programs may use: the pool, which needs nothing of the rest.
$(O)/libprobity-pool.a: $(O)/lib/pool/pool.o
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(O)/probity-pool.pc: $(O)/flags .FORCE
	$(Q)printf '%s\n' 'Name: probity-pool' 'Description: a pool of objects, per CPU' 'Version: $(VERSION)' \
		'Cflags: -I$(INCLUDEDIR)' 'Libs: -L$(LIBDIR) -lprobity-pool -pthread' >$@

.PHONY: install
install: all $(DOCS) $(O)/libprobity-pool.a $(O)/probity-pool.pc ## install the program, its documents, and the pool as a library
	install -D -m 755 $(O)/probity $(DESTDIR)$(PREFIX)/bin/probity
	install -D -m 644 $(O)/doc/probity.1 $(DESTDIR)$(PREFIX)/share/man/man1/probity.1
	install -D -m 644 $(O)/doc/probity.bash $(DESTDIR)$(BASH_COMPLETIONS)/probity
	install -D -m 644 $(O)/doc/_probity $(DESTDIR)$(ZSH_COMPLETIONS)/_probity
	install -D -m 644 include/probity/pool.h $(DESTDIR)$(INCLUDEDIR)/probity/pool.h
	install -D -m 644 $(O)/libprobity-pool.a $(DESTDIR)$(LIBDIR)/libprobity-pool.a
	install -D -m 644 $(O)/probity-pool.pc $(DESTDIR)$(LIBDIR)/pkgconfig/probity-pool.pc
