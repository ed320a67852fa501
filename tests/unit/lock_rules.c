// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * lock_rules.c: every verdict on locks against tests/locks/ID.events: there it must be found, be clear
 * and be unknown. With --record IN OUT: makes a recording of such a file, for tests of the command.
 */
#include "support/cmocka.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/filemap.h"
#include "model/contention/fold.h"
#include "model/contention/record.h"
#include "model/contention/verdict.h"
#include "support/lock_events.h"

static void fold_event(void *fold, const struct pby_lock_event *event)
{
	pby_fold__event(fold, event);
}

static void fold_name(void *fold, const struct pby_lock_name *name)
{
	pby_fold__name(fold, name);
}

/* What the rule says of the first lock, A. */
static enum pby_answer judge(struct pby_text *events, const char *id, char *words, size_t size)
{
	struct pby_fold *fold = pby_fold__new(&(struct pby_fold_limits){ .locks = 64, .waits = 1024 });
	struct lock_events_to to = { .who = fold, .event = fold_event, .name = fold_name };
	enum pby_answer answer = PBY_NOT_APPLICABLE;
	struct pby_locks_judged judged;
	struct pby_contention c;
	struct pby_err err;

	if (lock_events__read(events, &to, &err))
		fail_msg("%s: %s", id, err.text);
	pby_fold__flush(fold);
	assert_int_equal(pby_fold__snapshot(fold, to.now_ns, &c), 0);
	assert_int_equal(pby_locks__judge(&judged, &c, NULL), 0);
	*words = 0;
	for (uint32_t i = 0; i < judged.items.nr; i++) {
		const struct pby_lock_judged *j = &judged.items.items[i];

		if (c.locks.items[j->lock].addr != 0xffff888000001000u)
			continue;
		for (uint32_t k = 0; k < j->findings.nr; k++) {
			const struct pby_lock_finding *f = &j->findings.items[k];

			if (strcmp(f->rule->id, id))
				continue;
			answer = f->answer;
			snprintf(words, size, "%s", f->words ? f->words : "");
			if (answer == PBY_FOUND)
				assert_true(f->figures.nr > 0);
		}
	}
	pby_locks_judged__free(&judged);
	pby_contention__free(&c);
	pby_fold__free(fold);
	return answer;
}

/* "= found: words that must be there", then events. */
static uint32_t run_file(const char *path, const char *id)
{
	PBY_AUTO_FILEMAP file = { 0 };
	struct pby_text text, line;
	struct pby_err err;
	uint32_t seen = 0;
	char words[1024], want[256], said[1024];

	if (pby_filemap__open(&file, path, 1 << 20, &err))
		fail_msg("%s", err.text);
	text = file.text;
	while (pby_text__line(&text, &line)) {
		enum pby_answer answer, expected = PBY_NOT_APPLICABLE;

		if (!pby_text__eat(&line, "= "))
			continue;
		for (int a = PBY_UNKNOWN; a <= PBY_NOT_APPLICABLE; a++)
			if (pby_text__starts(line, pby_answer__name(a)))
				expected = a;
		pby_text__copy(line, said, sizeof(said));
		want[0] = 0;
		if (strchr(said, ':'))
			snprintf(want, sizeof(want), "%s", strchr(said, ':') + 2);
		answer = judge(&text, id, words, sizeof(words));
		if (answer != expected || !strstr(words, want))
			fail_msg("%s, \"%s\": %s: %s", path, said, pby_answer__name(answer), words);
		seen |= 1u << answer;
	}
	return seen;
}

static void every_rule_is_found_clear_and_unknown(void **state)
{
	(void)state;
	for (size_t i = 0; i < pby_nr_lock_rules; i++) {
		const struct pby_lock_rule *rule = pby_lock_rules[i];
		char path[256];
		uint32_t seen;

		snprintf(path, sizeof(path), "tests/locks/%s.events", rule->id);
		seen = run_file(path, rule->id);
		if ((seen & (1u << PBY_FOUND | 1u << PBY_CLEAR | 1u << PBY_UNKNOWN)) !=
		    (1u << PBY_FOUND | 1u << PBY_CLEAR | 1u << PBY_UNKNOWN))
			fail_msg("%s: needs fixtures that are found, clear and unknown", path);
		assert_true(strlen(rule->why) > 20 && strlen(rule->advice) > 20);
	}
}

struct recording {
	struct pby_record_writer w;
	struct pby_buf out;
};

static void record_event(void *who, const struct pby_lock_event *event)
{
	struct recording *r = who;

	pby_record__event(&r->w, event, &r->out);
}

static void record_name(void *who, const struct pby_lock_name *name)
{
	struct recording *r = who;

	pby_record__name(&r->w, name, &r->out);
}

static int record(const char *from, const char *path)
{
	static const struct pby_record_head head = { .from_ns = 1000000000, .kernel = "6.12.107", .how = "tp_btf" };
	struct pby_contention_loss loss = { 0 };
	struct recording r = { 0 };
	struct lock_events_to to = { .who = &r, .event = record_event, .name = record_name };
	PBY_AUTO_FILEMAP file = { 0 };
	struct pby_text line;
	struct pby_err err;
	FILE *f = fopen(path, "wb");
	int rc = f ? pby_filemap__open(&file, from, 1 << 20, &err) : 1;

	if (!rc && *file.text.p == '=')
		pby_text__line(&file.text, &line);
	pby_record__head(&r.w, &head, &r.out);
	rc = rc ? rc : lock_events__read(&file.text, &to, &err);
	pby_record__end(&r.w, to.now_ns, &loss, &r.out);
	rc = rc || fwrite(r.out.data, 1, r.out.len, f) != r.out.len;
	if (f)
		fclose(f);
	pby_buf__free(&r.out);
	return rc != 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_is_found_clear_and_unknown),
	};

	if (argc == 4 && !strcmp(argv[1], "--record"))
		return record(argv[2], argv[3]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
