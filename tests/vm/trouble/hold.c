// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/*
 * pby-hold: attaches a probe that counts, and holds it until it is killed.
 *
 * usage: pby-hold [-c COMM] [-n TIMES] [-p PIN] TYPE TARGET
 *
 * TYPE and what its TARGET is: fentry, fexit, kprobe, kretprobe: a function; kprobe.multi, kretprobe.multi: a pattern;
 * tp: CATEGORY:EVENT; raw_tp, tp_btf: EVENT; uprobe, uretprobe: FILE:FUNCTION.
 * Prints "attached" when the probe is in place. SIGUSR1 prints "hits N"; SIGTERM prints that, detaches, and ends.
 * -c: call the process so. -n: attach so many times. -p: pin the link to this file and end, leaving it behind.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <signal.h>
#include <sys/prctl.h>

#include "guest.h"

struct request {
	char *target;	/* cut in two at its colon by those who need both halves */
	char *rest;
};

typedef struct bpf_link *attach_fn(const struct bpf_program *prog, const struct request *r);

static struct bpf_link *attach_itself(const struct bpf_program *prog, const struct request *r)
{
	(void)r;
	return bpf_program__attach(prog);
}

static struct bpf_link *attach_raw_tp(const struct bpf_program *prog, const struct request *r)
{
	return bpf_program__attach_raw_tracepoint(prog, r->target);
}

static struct bpf_link *attach_tp(const struct bpf_program *prog, const struct request *r)
{
	return bpf_program__attach_tracepoint(prog, r->target, r->rest);
}

static struct bpf_link *attach_kprobe(const struct bpf_program *prog, const struct request *r)
{
	return bpf_program__attach_kprobe(prog, false, r->target);
}

static struct bpf_link *attach_kretprobe(const struct bpf_program *prog, const struct request *r)
{
	return bpf_program__attach_kprobe(prog, true, r->target);
}

static struct bpf_link *attach_multi(const struct bpf_program *prog, const struct request *r, bool ret)
{
	LIBBPF_OPTS(bpf_kprobe_multi_opts, opts, .retprobe = ret);

	return bpf_program__attach_kprobe_multi_opts(prog, r->target, &opts);
}

static struct bpf_link *attach_kprobe_multi(const struct bpf_program *prog, const struct request *r)
{
	return attach_multi(prog, r, false);
}

static struct bpf_link *attach_kretprobe_multi(const struct bpf_program *prog, const struct request *r)
{
	return attach_multi(prog, r, true);
}

static struct bpf_link *attach_user(const struct bpf_program *prog, const struct request *r, bool ret)
{
	LIBBPF_OPTS(bpf_uprobe_opts, opts, .retprobe = ret, .func_name = r->rest);

	return bpf_program__attach_uprobe_opts(prog, -1, r->target, 0, &opts);
}

static struct bpf_link *attach_uprobe(const struct bpf_program *prog, const struct request *r)
{
	return attach_user(prog, r, false);
}

static struct bpf_link *attach_uretprobe(const struct bpf_program *prog, const struct request *r)
{
	return attach_user(prog, r, true);
}

static const struct type {
	const char *name, *program;
	attach_fn *attach;
	bool target_at_load, two_halves;
} types[] = {
	{ "fentry", "on_fentry", attach_itself, true, false },
	{ "fexit", "on_fexit", attach_itself, true, false },
	{ "tp_btf", "on_tp_btf", attach_itself, true, false },
	{ "raw_tp", "on_raw_tp", attach_raw_tp, false, false },
	{ "tp", "on_tp", attach_tp, false, true },
	{ "kprobe", "on_kprobe", attach_kprobe, false, false },
	{ "kretprobe", "on_kretprobe", attach_kretprobe, false, false },
	{ "kprobe.multi", "on_kprobe_multi", attach_kprobe_multi, false, false },
	{ "kretprobe.multi", "on_kretprobe_multi", attach_kretprobe_multi, false, false },
	{ "uprobe", "on_uprobe", attach_uprobe, false, true },
	{ "uretprobe", "on_uretprobe", attach_uretprobe, false, true },
};

static const struct type *type_find(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	fprintf(stderr, "pby-hold: no such type: %s\n", name);
	exit(2);
}

/* Load only the program that is wanted. */
static struct bpf_program *load(struct bpf_object *object, const struct type *type, const struct request *r)
{
	struct bpf_program *prog, *wanted;

	bpf_object__for_each_program(prog, object)
		bpf_program__set_autoload(prog, !strcmp(bpf_program__name(prog), type->program));
	wanted = bpf_object__find_program_by_name(object, type->program);
	if (type->target_at_load && bpf_program__set_attach_target(wanted, 0, r->target))
		guest__die(r->target);
	if (bpf_object__load(object))
		guest__die("load");
	return wanted;
}

static void say_hits(int hits_fd)
{
	__u32 key = 0;
	__u64 n = 0;

	if (bpf_map_lookup_elem(hits_fd, &key, &n))
		guest__die("hits");
	printf("hits %llu\n", (unsigned long long)n);
	fflush(stdout);
}

static void hold(int hits_fd)
{
	sigset_t wanted;
	int signal = 0;

	sigemptyset(&wanted);
	sigaddset(&wanted, SIGUSR1);
	sigaddset(&wanted, SIGTERM);
	sigprocmask(SIG_BLOCK, &wanted, NULL);
	guest__say("attached");
	while (signal != SIGTERM) {
		sigwait(&wanted, &signal);
		say_hits(hits_fd);
	}
}

int main(int argc, char **argv)
{
	unsigned long times = 1;
	const char *pin = NULL;
	struct request r = { 0 };
	const struct type *type;
	struct bpf_object *object;
	struct bpf_program *prog;
	int option;

	guest__or_die("pby-hold");
	while ((option = getopt(argc, argv, "c:n:p:")) != -1) {
		if (option == 'c')
			prctl(PR_SET_NAME, optarg);
		else if (option == 'n')
			times = guest__number(optarg);
		else if (option == 'p')
			pin = optarg;
		else
			return 2;
	}
	if (argc - optind != 2) {
		fprintf(stderr, "usage: pby-hold [-c COMM] [-n TIMES] [-p PIN] TYPE TARGET\n");
		return 2;
	}
	type = type_find(argv[optind]);
	r.target = argv[optind + 1];
	if (type->two_halves) {
		r.rest = strrchr(r.target, ':');
		if (!r.rest) {
			fprintf(stderr, "pby-hold: %s wants a target with a colon\n", type->name);
			return 2;
		}
		*r.rest++ = '\0';
	}
	object = bpf_object__open_file("/guest/bin/hold.bpf.o", NULL);
	if (!object)
		guest__die("hold.bpf.o");
	prog = load(object, type, &r);
	for (unsigned long i = 0; i < times; i++) {
		struct bpf_link *link = type->attach(prog, &r);

		if (!link)
			guest__die("attach");
		if (pin && bpf_link__pin(link, pin))
			guest__die(pin);
	}
	if (!pin)
		hold(bpf_object__find_map_fd_by_name(object, "hits"));
	return 0;
}
