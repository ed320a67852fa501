// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* machine.c: uname, CPUID, /proc/cpuinfo, /proc/loadavg and the affinity mask. */
#define _GNU_SOURCE
#include "source/bench/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include "base/buf.h"
#include "base/root.h"
#include "base/text.h"

static int read_file(const char *path, size_t max, struct pby_buf *out)
{
	PBY_AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : pby_fd__read_all(fd, path, max, out, NULL);
}

static void read_uname(struct pby_bench_machine *m)
{
	struct utsname u;

	if (uname(&u))
		return;
	pby_text__copy(pby_text__str(u.release), m->release, sizeof(m->release));
	pby_text__copy(pby_text__str(u.machine), m->machine, sizeof(m->machine));
}

/* Leaf 0x40000000 is the hypervisor's own; the CPU says in leaf 1 whether there is one. */
static void read_signature(struct pby_bench_machine *m)
{
#if defined(__x86_64__) || defined(__i386__)
	unsigned a, words[3], d;

	if (!__get_cpuid(1, &a, &words[0], &words[1], &d) || !(words[1] >> 31))
		return;
	__cpuid(0x40000000, a, words[0], words[1], words[2]);
	memcpy(m->hypervisor, words, sizeof(words));
#else
	(void)m;
#endif
}

/* "model name\t: Intel(R) Xeon(R) Processor", or other words on other machines. */
static void read_model(struct pby_bench_machine *m)
{
	static const char *const labels[] = { "model name", "uarch", "cpu model", "Processor", "CPU part" };
	PBY_AUTO_BUF file = { 0 };

	memcpy(m->cpu_model, "unknown", sizeof("unknown"));
	if (read_file("/proc/cpuinfo", 4 << 20, &file))
		return;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		struct pby_text t = pby_text__of(file.data, file.len), line, key;

		while (pby_text__line(&t, &line)) {
			if (!pby_text__starts(line, labels[i]) || !pby_text__until(&line, ':', &key))
				continue;
			pby_text__copy(pby_text__trim(line), m->cpu_model, sizeof(m->cpu_model));
			return;
		}
	}
}

static void read_load(struct pby_bench_machine *m)
{
	PBY_AUTO_BUF file = { 0 };
	char *end;

	m->load = -1;
	if (read_file("/proc/loadavg", 4096, &file) || !file.len)
		return;
	m->load = strtod(file.data, &end);
	if (end == file.data)
		m->load = -1;
}

static void read_cpus(struct pby_bench_machine *m)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return;
	for (uint32_t cpu = 0; cpu < CPU_SETSIZE && m->nr_cpus < PBY_BENCH_MAX_CPUS; cpu++)
		if (CPU_ISSET(cpu, &set))
			m->cpus[m->nr_cpus++] = cpu;
}

void pby_source__bench_machine(struct pby_bench_machine *m)
{
	const char *why = "", *emulator;

	*m = (struct pby_bench_machine){ 0 };
	read_uname(m);
	read_signature(m);
	read_model(m);
	read_load(m);
	read_cpus(m);
	emulator = pby_bench_machine__emulator(m->hypervisor, m->cpu_model, &why);
	m->emulator = emulator ? emulator : "";
	m->emulator_why = why;
}
