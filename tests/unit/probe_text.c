// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* probe_text.c: the parsers of the lists of probes, on what four kernels print. */
#include "support/cmocka.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/root.h"
#include "model/container.h"
#include "source/proc/parse.h"
#include "source/tracing/parse.h"

static struct pby_text load(const char *name, struct pby_buf *buf)
{
	struct pby_root root;
	struct pby_err err;

	assert_int_equal(pby_root__open(&root, "tests/fuzz/corpus", &err), 0);
	assert_int_equal(pby_root__read(&root, name, 1 << 20, buf, &err), 0);
	pby_root__close(&root);
	return pby_text__of(buf->data, buf->len);
}

static void kprobes_of_all_kernels(void **state)
{
	/* Kernels with IBT put the probe behind endbr64. */
	static const struct { const char *file; uint64_t entry; } rows[] = {
		{ "probe_lists/kprobes-5.10", 0 }, { "probe_lists/kprobes-6.1", 0 },
		{ "probe_lists/kprobes-6.12", 4 }, { "probe_lists/kprobes-7.x", 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_sightings seen = { 0 };
		struct pby_arena arena = { 0 };
		PBY_AUTO_BUF buf = { 0 };
		uint32_t nr_seen = 0;

		assert_int_equal(pby_kprobe_list__parse(load(rows[i].file, &buf), &arena, &seen), 0);
		assert_int_equal(seen.kprobes.nr, 5);
		for (uint32_t k = 0; k < seen.kprobes.nr; k++) {
			const struct pby_kprobe *p = &seen.kprobes.items[k];

			assert_true(p->addr > 0xffffffff80000000);
			if (!strcmp(p->symbol, "vfs_write")) {
				assert_true(p->returns);
				assert_int_equal(p->flags, PBY_KP_DISABLED | PBY_KP_FTRACE);
				assert_int_equal(p->offset, rows[i].entry);
				nr_seen++;
			} else if (!strcmp(p->symbol, "vfs_read") && p->offset == 9) {
				assert_false(p->returns);
				assert_int_equal(p->flags, PBY_KP_OPTIMISED);
				nr_seen++;
			}
		}
		assert_int_equal(nr_seen, 2);
		pby_arena__free(&arena);
	}
}

static void kprobe_lines(void **state)
{
	static const char text[] =
		"ffffffffc0373010  r  ext4_sync_file+0x0  ext4 [DISABLED][FTRACE]\n"
		"0000000000000000  k  vfs_read+0x5    \n"
		"(____ptrval____)  k  gone_function+0x1c  my_module [GONE]\n"
		"ffffffffc0400010  k  0xffffffffc0400010 \n"
		"nonsense\n";
	struct pby_sightings seen = { 0 };
	struct pby_arena arena = { 0 };
	const struct pby_kprobe *p;

	(void)state;
	assert_int_equal(pby_kprobe_list__parse(pby_text__str(text), &arena, &seen), 1);
	assert_int_equal(seen.kprobes.nr, 4);
	p = seen.kprobes.items;
	assert_string_equal(p[0].module, "ext4");
	assert_int_equal(p[1].addr, 0);
	assert_int_equal(p[1].flags, 0);
	assert_int_equal(p[1].offset, 5);
	assert_null(p[1].module);
	assert_int_equal(p[2].flags, PBY_KP_GONE);
	assert_string_equal(p[2].module, "my_module");
	assert_string_equal(p[3].symbol, "0xffffffffc0400010");
	pby_arena__free(&arena);
}

static void trace_events(void **state)
{
	struct pby_sightings seen = { 0 };
	struct pby_arena arena = { 0 };
	PBY_AUTO_BUF kernel = { 0 };
	PBY_AUTO_BUF user = { 0 };
	const struct pby_trace_event *e;

	(void)state;
	assert_int_equal(pby_trace_events__parse(load("probe_lists/kprobe_events", &kernel), false,
						 &arena, &seen), 0);
	assert_int_equal(pby_trace_events__parse(load("probe_lists/uprobe_events", &user), true,
						 &arena, &seen), 0);
	assert_int_equal(seen.events.nr, 8);
	e = seen.events.items;
	assert_string_equal(e[0].group, "kprobes");
	assert_string_equal(e[0].event, "mine");
	assert_string_equal(e[0].name, "vfs_read");
	assert_false(e[0].returns);
	assert_true(e[1].returns);
	assert_int_equal(e[1].maxactive, 10);
	assert_int_equal(e[2].offset, 9);
	assert_string_equal(e[3].module, "ext4");
	assert_string_equal(e[3].name, "ext4_sync_file");
	assert_int_equal(e[3].maxactive, 100);
	assert_string_equal(e[5].name, "/bin/busybox");
	assert_int_equal(e[5].offset, 0x1000);
	/* Blanks and colons in the name of the file. */
	assert_string_equal(e[6].name, "/opt/my app:1/bin/x");
	assert_true(e[6].returns && e[6].user);
	assert_int_equal(e[7].offset, 0x1a2b3c);
	pby_arena__free(&arena);
}

static void fprobe_events(void **state)
{
	struct pby_sightings seen = { 0 };
	struct pby_arena arena = { 0 };

	(void)state;
	assert_int_equal(pby_trace_events__parse(pby_text__str("f:fprobes/leave vfs_open%return\n"
							       "s:synth pid_t pid\n"),
						 false, &arena, &seen), 0);
	assert_int_equal(seen.events.nr, 1);
	assert_string_equal(seen.events.items[0].name, "vfs_open");
	assert_true(seen.events.items[0].returns);
	pby_arena__free(&arena);
}

static void profiles(void **state)
{
	struct pby_sightings seen = { 0 };
	struct pby_arena arena = { 0 };
	PBY_AUTO_BUF kernel = { 0 };
	PBY_AUTO_BUF user = { 0 };

	(void)state;
	assert_int_equal(pby_profile__parse(load("probe_lists/kprobe_profile", &kernel), false,
					    &arena, &seen), 0);
	assert_int_equal(pby_profile__parse(load("probe_lists/uprobe_profile", &user), true,
					    &arena, &seen), 0);
	assert_int_equal(seen.profiles.nr, 5);
	assert_string_equal(seen.profiles.items[1].event, "back");
	assert_int_equal(seen.profiles.items[1].missed, 19);
	assert_int_equal(seen.profiles.items[2].hits, 17);
	assert_string_equal(seen.profiles.items[4].event, "u2");
	assert_int_equal(seen.profiles.items[4].hits, 17);
	pby_arena__free(&arena);
}

static const struct pby_ftrace_hook *hook(const struct pby_sightings *seen, const char *function)
{
	for (uint32_t i = 0; i < seen->hooks.nr; i++)
		if (!strcmp(seen->hooks.items[i].function, function))
			return &seen->hooks.items[i];
	fail_msg("no hook on %s", function);
	return NULL;
}

static void hooks_of_all_kernels(void **state)
{
	/* Until 5.12 the key had no object; later it is object << 32 | 1 << 31 | type. */
	static const struct { const char *file; uint64_t key; bool assisted; } rows[] = {
		{ "probe_lists/enabled_functions-5.10", 32014, true },
		{ "probe_lists/enabled_functions-6.1", 6442465567, false },
		{ "probe_lists/enabled_functions-6.12", 6442555880, false },
		{ "probe_lists/enabled_functions-7.x", 6442566274, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_sightings seen = { 0 };
		struct pby_arena arena = { 0 };
		PBY_AUTO_BUF buf = { 0 };
		const struct pby_ftrace_hook *h;

		assert_int_equal(pby_enabled_functions__parse(load(rows[i].file, &buf), &arena, &seen), 0);
		h = hook(&seen, "vfs_fsync");
		assert_true(h->trampoline == rows[i].key);
		assert_true(h->flags & PBY_FTRACE_DIRECT);
		assert_int_equal(h->nr, 1);
		h = hook(&seen, "vfs_open");
		assert_int_equal(h->flags, PBY_FTRACE_REGS);
		/* 5.10 calls kprobes through a function that guards against recursion. */
		if (rows[i].assisted)
			assert_null(h->callback);
		else
			assert_string_equal(h->callback, "kprobe_ftrace_handler");
		pby_arena__free(&arena);
	}
}

static void hooks_of_other_kinds(void **state)
{
	struct pby_sightings seen = { 0 };
	struct pby_arena arena = { 0 };
	PBY_AUTO_BUF graph = { 0 };
	PBY_AUTO_BUF module = { 0 };

	(void)state;
	assert_int_equal(pby_enabled_functions__parse(load("probe_lists/enabled_functions-7.x-fgraph",
							   &graph), &arena, &seen), 0);
	assert_int_equal(pby_enabled_functions__parse(load("probe_lists/enabled_functions-module",
							   &module), &arena, &seen), 0);
	assert_string_equal(hook(&seen, "vfs_open")->callback, "fprobe_fgraph_entry");
	assert_string_equal(hook(&seen, "vfs_link")->callback, "trace_graph_entry");
	assert_null(hook(&seen, "vfs_fsync")->callback);
	assert_true(hook(&seen, "vfs_fsync")->trampoline == 6442566274);
	assert_string_equal(hook(&seen, "ipt_do_table")->module, "ip_tables");
	assert_string_equal(hook(&seen, "do_sys_openat2")->callback, "klp_ftrace_handler");
	assert_int_equal(hook(&seen, "do_sys_openat2")->flags, PBY_FTRACE_REGS | PBY_FTRACE_IPMODIFY);
	pby_arena__free(&arena);
}

static void small_texts(void **state)
{
	static const char mounts[] =
		"33 25 0:29 / /sys/fs/bpf rw,nosuid shared:10 - bpf bpf rw,mode=700\n"
		"35 25 8:1 / /mnt rw - ext4 /dev/sda1 rw\n"
		"40 25 0:30 / /mnt/my\\040bpf rw shared:11 master:2 - bpf none rw\n";
	struct pby_text rest = pby_text__str(mounts);
	enum pby_holding what;
	uint64_t n;
	char dir[64];

	(void)state;
	assert_true(pby_fd_link__parse(pby_text__str("anon_inode:[perf_event]"), &what));
	assert_int_equal(what, PBY_HOLDS_PERF);
	assert_true(pby_fd_link__parse(pby_text__str("anon_inode:bpf_link"), &what));
	assert_int_equal(what, PBY_HOLDS_LINK);
	assert_false(pby_fd_link__parse(pby_text__str("anon_inode:[eventfd]"), &what));
	assert_false(pby_fd_link__parse(pby_text__str("/tmp/anon_inode:bpf_link"), &what));
	assert_true(pby_fdinfo__number(pby_text__str("pos:\t0\nlink_id:\t77\n"), "link_id", &n));
	assert_int_equal(n, 77);
	assert_false(pby_fdinfo__number(pby_text__str("my_link_id:\t77\n"), "link_id", &n));
	assert_true(pby_ns_link__parse(pby_text__str("pid:[4026531836]"), &n));
	assert_true(n == 4026531836);
	assert_true(pby_mounts__next(&rest, "bpf", dir, sizeof(dir)));
	assert_string_equal(dir, "/sys/fs/bpf");
	assert_true(pby_mounts__next(&rest, "bpf", dir, sizeof(dir)));
	assert_string_equal(dir, "/mnt/my bpf");
	assert_false(pby_mounts__next(&rest, "bpf", dir, sizeof(dir)));
}

#define ID "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static void containers(void **state)
{
	static const struct { const char *path, *runtime, *id; } rows[] = {
		{ "/docker/" ID, "docker", ID },
		{ "/system.slice/docker-" ID ".scope", "docker", ID },
		{ "/kubepods/burstable/pod0b1c2d/" ID, "", ID },
		{ "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod0b1c.slice/cri-containerd-"
		  ID ".scope", "cri-containerd", ID },
		{ "/system.slice/containerd.service/kubepods-burstable-pod0b1c.slice:cri-containerd:" ID,
		  "cri-containerd", ID },
		{ "/kubepods.slice/kubepods-pod0b1c.slice/crio-" ID ".scope", "crio", ID },
		{ "/kubepods.slice/kubepods-pod0b1c.slice/crio-" ID ".scope/container", "crio", ID },
		{ "/machine.slice/libpod-" ID ".scope/container", "libpod", ID },
		{ "/libpod_parent/libpod-" ID, "libpod", ID },
		{ "/lxc/web1/system.slice", "lxc", "web1" },
		{ "/lxc.payload.web1/init.scope", "lxc", "web1" },
		{ "/machine.slice/machine-deb12.scope", "machine", "deb12" },
		/* A container in a container: the inner one. */
		{ "/docker/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/docker/" ID,
		  "docker", ID },
		{ "/machine.slice/libpod-conmon-" ID ".scope", NULL, NULL },
		{ "/system.slice/ssh.service", NULL, NULL },
		{ "/user.slice/user-1000.slice/session-3.scope", NULL, NULL },
		{ "/", NULL, NULL },
		{ "", NULL, NULL },
		/* Too short, and with something glued on. */
		{ "/docker/9f86d081884c", NULL, NULL },
		{ "/x" ID, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pby_container c;
		bool is = pby_container__of(pby_text__str(rows[i].path), &c);

		assert_int_equal(is, rows[i].id != NULL);
		if (!is)
			continue;
		assert_true(pby_text__is(c.id, rows[i].id));
		assert_true(pby_text__is(c.runtime, rows[i].runtime));
	}
}

static void cgroup_lines(void **state)
{
	static const struct { const char *text, *path; } rows[] = {
		{ "0::/system.slice/ssh.service\n", "/system.slice/ssh.service" },
		{ "12:memory:/a\n1:name=systemd:/b\n0::/c\n", "/c" },
		{ "12:memory:/a\n1:name=systemd:/b\n", "/b" },
		{ "12:memory:/docker/" ID "\n1:name=systemd:/b\n0::/c\n", "/docker/" ID },
		{ "", "" },
		{ "nonsense\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(pby_text__is(pby_cgroup__path(pby_text__str(rows[i].text)), rows[i].path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kprobes_of_all_kernels), cmocka_unit_test(kprobe_lines),
		cmocka_unit_test(trace_events), cmocka_unit_test(fprobe_events),
		cmocka_unit_test(profiles), cmocka_unit_test(hooks_of_all_kernels),
		cmocka_unit_test(hooks_of_other_kinds), cmocka_unit_test(small_texts),
		cmocka_unit_test(containers), cmocka_unit_test(cgroup_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
