# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Documents that the program writes about itself: those kept in doc/ (tests/docs compares them with what it
# says now), and the man page and completions, which are installed.
DOCS := $(O)/doc/probity.1 $(O)/doc/probity.bash $(O)/doc/_probity
.PHONY: docs
docs: $(O)/probity $(DOCS) ## renew the documents that are generated
	$(O)/probity rules --markdown >doc/rules.md
	tools/schema --markdown doc/check.schema.json >doc/check-json.md

$(O)/doc/probity.1: DOCUMENT = --man
$(O)/doc/probity.bash: DOCUMENT = --completion bash
$(O)/doc/_probity: DOCUMENT = --completion zsh
$(DOCS): $(O)/probity
	@mkdir -p $(@D)
	$(Q)$(O)/probity help $(DOCUMENT) >$@
