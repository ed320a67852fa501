// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* read.c: reads and judges one dump, each in a process of its own, beside grep and zstd. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "source/dump/read.h"

struct cost {
	double seconds;		/* of processor time */
	double resident_mb;
};

static int parse(const char *path, unsigned int tasks)
{
	struct pby_dump dump;
	struct pby_err err;
	int bad = pby_dump__read(&dump, &path, 1, &err) || dump.tasks.nr != tasks;

	if (bad)
		fprintf(stderr, "bench: %s was not read as %u tasks\n", path, tasks);
	pby_dump__free(&dump);
	return bad;
}

/* argv NULL: the reader itself. */
static struct cost run(char *const *argv, const char *path, unsigned int tasks)
{
	struct rusage use;
	int status = 1;
	pid_t child = fork();

	if (!child) {
		if (!argv)
			_exit(parse(path, tasks) ? 3 : 0);
		/* grep stops at its first match when nobody can read what it counts. */
		if (strcmp(argv[0], "grep") ? !freopen("/dev/null", "w", stdout) : dup2(fileno(tmpfile()), 1) < 0)
			_exit(1);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &use) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "bench: %s failed on %s\n", argv ? argv[0] : "the reader", path);
		exit(1);
	}
	return (struct cost){
		use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6,
		use.ru_maxrss / 1024.0,
	};
}

int main(int argc, char **argv)
{
	struct cost plain, packed, judged, grep, zstd;
	unsigned int tasks;
	struct stat st;
	double mb;

	if (argc == 2) {
		printf("%8s %8s | %9s %8s | %9s | %9s %8s | %9s %9s\n", "tasks", "MB", "read MB/s", "resident",
		       "zst MB/s", "hang MB/s", "resident", "grep MB/s", "zstd MB/s");
		return 0;
	}
	if (argc != 5 || stat(argv[2], &st))
		return 2;
	tasks = strtoul(argv[1], NULL, 10);
	mb = st.st_size / 1e6;
	plain = run(NULL, argv[2], tasks);
	packed = run(NULL, argv[3], tasks);
	judged = run((char *[]){ argv[4], "hang", "--json", argv[2], NULL }, argv[2], tasks);
	grep = run((char *[]){ "grep", "-c", "mutex_lock", argv[2], NULL }, argv[2], tasks);
	zstd = run((char *[]){ "zstd", "-q", "-d", "-c", argv[3], NULL }, argv[3], tasks);
	printf("%8u %8.1f | %9.0f %5.0f MB | %9.0f | %9.0f %5.0f MB | %9.0f %9.0f\n", tasks, mb, mb / plain.seconds,
	       plain.resident_mb, mb / packed.seconds, mb / judged.seconds, judged.resident_mb, mb / grep.seconds,
	       mb / zstd.seconds);
	return 0;
}
