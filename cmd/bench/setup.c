// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* setup.c: looks at the machine before anything is attached to it. */
#include "cmd/bench/bench.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "gather.h"
#include "source/bench/machine.h"

static int refuse_busy(const struct bench_setup *s, const struct bench_values *v)
{
	char sentence[160];

	if (v->force || s->machine.load <= s->machine.nr_cpus / 2.0)
		return PBY_EXIT_CLEAN;
	snprintf(sentence, sizeof(sentence), "the load of %.2f is above half of the %u CPU%s that may be used: figures "
		 "would be of no use, and others would be disturbed; --force measures all the same",
		 s->machine.load, s->machine.nr_cpus, s->machine.nr_cpus == 1 ? "" : "s");
	return bench_fail(PBY_EXIT_BLIND, sentence);
}

static int choose_cpu(struct bench_setup *s, const struct bench_values *v)
{
	struct pby_text t = pby_text__str(v->cpu ? v->cpu : "");
	uint64_t cpu;

	if (!s->machine.nr_cpus)
		return bench_fail(PBY_EXIT_BLIND, "the CPUs that may be used are not known");
	/* The last one: the first handles more interrupts. */
	s->cpu = s->machine.cpus[s->machine.nr_cpus - 1];
	if (!v->cpu)
		return PBY_EXIT_CLEAN;
	if (!pby_text__u64(&t, &cpu) || !pby_text__empty(&t))
		return bench_fail(PBY_EXIT_USAGE, "--cpu takes a number");
	for (uint32_t i = 0; i < s->machine.nr_cpus; i++) {
		if (s->machine.cpus[i] == cpu) {
			s->cpu = (uint32_t)cpu;
			return PBY_EXIT_CLEAN;
		}
	}
	return bench_fail(PBY_EXIT_USAGE, "--cpu: this process may not use that one");
}

/* Attaching on a machine where something hangs may hang too. */
static int refuse_sick(struct bench_setup *s)
{
	struct pby_subject subject = { .kernel = &s->kernel, .sickness = &s->sickness };
	const struct pby_gather here = { 0 };
	struct pby_err err;
	const char *why;

	if (pby_gather__machine(&here, &s->kernel, NULL, &s->sickness, &err))
		return bench_fail(PBY_EXIT_BLIND, err.text);
	if (pby_rules__judge(&subject, &s->verdict))
		return bench_fail(PBY_EXIT_BLIND, "no memory");
	why = pby_attach_points__refusal(&subject, &s->verdict, &s->kernel.arena);
	if (why)
		return bench_fail(PBY_EXIT_BLIND, why);
	pby_attach_points__judge(&s->kernel, &s->verdict, &s->points);
	return PBY_EXIT_CLEAN;
}

int bench_setup__make(struct bench_setup *s, const struct bench_values *v)
{
	int code;

	*s = (struct bench_setup){ 0 };
	pby_source__bench_machine(&s->machine);
	code = choose_cpu(s, v);
	if (code == PBY_EXIT_CLEAN)
		code = refuse_busy(s, v);
	return code == PBY_EXIT_CLEAN ? refuse_sick(s) : code;
}

void bench_setup__free(struct bench_setup *s)
{
	pby_attach_points__free(&s->points);
	pby_verdict__free(&s->verdict);
	pby_sickness__free(&s->sickness);
	pby_kernel__free(&s->kernel);
}

bool bench_list__has(const char *list, bool (*match)(const char *word, const void *arg), const void *arg)
{
	struct pby_text t = pby_text__str(list ? list : ""), item;
	char word[64];

	if (!list)
		return true;
	while (!pby_text__empty(&t)) {
		if (!pby_text__until(&t, ',', &item)) {
			item = t;
			t.p = t.end;
		}
		pby_text__copy(item, word, sizeof(word));
		if (match(word, arg))
			return true;
	}
	return false;
}
