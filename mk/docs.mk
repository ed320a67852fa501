# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Documents that the program writes about itself; tests/docs compares them with what it says now.
.PHONY: docs
docs: $(O)/probity ## renew the documents that are generated
	$(O)/probity rules --markdown >doc/rules.md
