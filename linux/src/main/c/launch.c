/*
 * The interpreter of launch plans: maps a plan, executes its operations one after the other, and leaves result and time
 * of each where the daemon reads them. It holds no policy: what is done, in which order and what an error means is all in
 * the plan. Freestanding, without libc: nothing is resolved, allocated or read besides the plan.
 *
 * The layout of plan and results is described in package-info.java of dev.sampan.linux.launch; Op.java writes it.
 */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef int s32;
typedef long s64;

#if defined(__x86_64__)

enum { SYS_mmap = 9, SYS_munmap = 11, SYS_pread64 = 17, SYS_madvise = 28, SYS_dup3 = 292, SYS_close = 3, SYS_wait4 = 61, SYS_kill = 62,
       SYS_rt_sigtimedwait = 128, SYS_clock_gettime = 228, SYS_exit_group = 231, SYS_mkdirat = 258, SYS_mknodat = 259,
       SYS_readlinkat = 267, SYS_fcntl = 72, O_DIRECTORY = 0200000 };

static inline s64 syscall6(s64 n, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
    register u64 r10 __asm__("r10") = d;
    register u64 r8 __asm__("r8") = e;
    register u64 r9 __asm__("r9") = f;
    s64 result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static inline u64 ticks(void)
{
    u32 low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (u64)high << 32 | low;
}

__asm__(".globl _start\n"
        "_start:\n"
        "    xor %ebp, %ebp\n"
        "    and $-16, %rsp\n"
        "    call interpret\n"
        "    hlt\n");

#elif defined(__aarch64__)

enum { SYS_dup3 = 24, SYS_madvise = 233, SYS_close = 57, SYS_pread64 = 67, SYS_exit_group = 94, SYS_clock_gettime = 113, SYS_kill = 129,
       SYS_rt_sigtimedwait = 137, SYS_munmap = 215, SYS_mmap = 222, SYS_wait4 = 260, SYS_mkdirat = 34, SYS_mknodat = 33,
       SYS_readlinkat = 78, SYS_fcntl = 25, O_DIRECTORY = 040000 };

static inline s64 syscall6(s64 n, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
    register u64 x8 __asm__("x8") = n;
    register u64 x0 __asm__("x0") = a;
    register u64 x1 __asm__("x1") = b;
    register u64 x2 __asm__("x2") = c;
    register u64 x3 __asm__("x3") = d;
    register u64 x4 __asm__("x4") = e;
    register u64 x5 __asm__("x5") = f;
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}

static inline u64 ticks(void)
{
    u64 count;

    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
    return count;
}

__asm__(".globl _start\n"
        "_start:\n"
        "    mov x29, xzr\n"
        "    mov x30, xzr\n"
        "    bl interpret\n"
        "    brk #1\n");

#else
#error "launch.c knows x86-64 and aarch64"
#endif

enum { NULL_FD = 0, PLAN_FD = 3, RESULTS_FD = 4 };
#define PLAN_ADDRESS 0x1000000000UL
#define RESULTS_ADDRESS 0x1100000000UL
/* Before the results, in the same file: what only this process and the kernel may write. At least a page of any machine. */
#define TRUSTED_SIZE 0x10000UL
#define TRUSTED_ADDRESS (RESULTS_ADDRESS - TRUSTED_SIZE)
#define MAGIC 0x314e414c504d5353UL

enum { PROT_READ_WRITE = 3, MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_FIXED_NOREPLACE = 0x100000, MADV_DONTFORK = 10 };
enum { O_CLOEXEC = 02000000, O_PATH = 010000000, S_IFREG = 0100000 };
enum { RESOLVE_NO_MAGICLINKS = 2, RESOLVE_IN_ROOT = 0x10 };
enum { F_ADD_SEALS = 1033, SEALS = 0x17, CLOCK_MONOTONIC = 1, WNOHANG = 1, SIGCHLD = 17 };
enum { ENOENT = 2, EINTR = 4, EAGAIN = 11, EEXIST = 17, EINVAL = 22, EPIPE = 32, ENAMETOOLONG = 36, ELOOP = 40 };
enum { SYS_openat2 = 437 };

/* Of this program's exit: the plan is not one, or a step failed. What failed is in the results. */
enum { EXIT_NO_PLAN = 124, EXIT_FAILED = 127 };

struct operation {
    u32 number;
    u16 flags;
    u16 result_register;
    u8 tag[6];
    u16 pad;
    u16 tolerated[6];
    s32 target;
    s64 least;
    u64 argument[6];
};

struct plan {
    u64 magic;
    u32 count;
    u32 pad;
    u64 size;
    u64 results_size;
    u64 reserved[4];
    struct operation operation[];
};

struct result {
    s64 result;
    u64 began;
    u64 ended;
};

/* The same moment on both clocks: what is timed in ticks is converted with two of these. */
struct moment {
    u64 ticks;
    u64 nanoseconds;
};

struct results {
    u32 failed;
    s32 error;
    struct moment start;
    struct moment calibrated;
    struct result of[];
};

_Static_assert(sizeof(struct operation) == 88, "as Op.java writes it");
_Static_assert(sizeof(struct plan) == 64, "as PlanEncoder.java writes it");
_Static_assert(sizeof(struct result) == 24, "as Results.java reads it");
_Static_assert(sizeof(struct results) == 40, "as Results.java reads it");

enum { FORK = 1, TOLERATE_ALL = 2, TICKS = 4 };
enum { IMMEDIATE = 0, REGISTER = 1, LOADED = 2 };
enum { JUMP = 0x10000, JUMP_IF, JUMP_UNLESS, FAIL, STORE, INIT, CALIBRATE, MAKE_PATH };
enum { NEXT = -1, REGISTERS = 32768, PATH_SIZE = 4096 };

/* Private to each process: a fork copies them. Results are only ever written, registers are what is read again. */
static s64 registers[REGISTERS];
static u64 last_clock;

static struct plan *const plan = (struct plan *)PLAN_ADDRESS;
static volatile struct results *const results = (struct results *)RESULTS_ADDRESS;

static void leave(int code)
{
    for (;; __builtin_trap()) /* where a filter refuses it */
        syscall6(SYS_exit_group, code, 0, 0, 0, 0, 0);
}

static u64 now(void)
{
    s64 time[2] = {0, 0};

    syscall6(SYS_clock_gettime, CLOCK_MONOTONIC, (u64)time, 0, 0, 0, 0);
    return (u64)time[0] * 1000000000UL + (u64)time[1];
}

static void meet(volatile struct moment *moment)
{
    moment->ticks = ticks();
    moment->nanoseconds = now();
}

static void fail(u32 index, s64 error)
{
    /* The first failure is the cause of what follows it. */
    if (!results->failed) {
        results->error = (s32)error;
        results->failed = index + 1;
    }
    leave(EXIT_FAILED);
}

static u64 value(const struct operation *op, int i)
{
    switch (op->tag[i]) {
    case REGISTER:
        return (u64)registers[op->argument[i] % REGISTERS];
    case LOADED:
        return (u64) * (volatile s32 *)op->argument[i];
    default:
        return op->argument[i];
    }
}

static int tolerated(const struct operation *op, s64 error)
{
    if (op->flags & TOLERATE_ALL)
        return 1;
    for (int i = 0; i < 6; i++)
        if (op->tolerated[i] && op->tolerated[i] == error)
            return 1;
    return 0;
}

/* Arguments: pointer, width, mask, expected value. */
static int matches(const struct operation *op)
{
    volatile void *at = (volatile void *)op->argument[0];
    u64 found;

    switch (op->argument[1]) {
    case 1:
        found = *(volatile u8 *)at;
        break;
    case 2:
        found = *(volatile u16 *)at;
        break;
    case 4:
        found = *(volatile u32 *)at;
        break;
    default:
        found = *(volatile u64 *)at;
    }
    return (found & op->argument[2]) == op->argument[3];
}

/* Arguments: pointer, width, value. */
static void store(const struct operation *op)
{
    if (op->argument[1] == 4)
        *(volatile u32 *)op->argument[0] = (u32)value(op, 2);
    else
        *(volatile u64 *)op->argument[0] = value(op, 2);
}

/*
 * Process 1 of a container: reaps what is left to it, hands signals on to the command, ends as the command does. The plan
 * and the results go first: processes of the container may look into this one. All signals are blocked by the plan.
 */
static void init(s64 command)
{
    u64 all = ~0UL;
    u64 plan_size = plan->size, results_size = plan->results_size;
    int status, code = 0, ended = 0;

    /* The trusted part stayed with the parent; that munmap(2) passes over it is documented. */
    syscall6(SYS_munmap, TRUSTED_ADDRESS, results_size, 0, 0, 0, 0);
    syscall6(SYS_munmap, PLAN_ADDRESS, plan_size, 0, 0, 0, 0);
    for (;;) {
        s64 found, signal;

        while ((found = syscall6(SYS_wait4, (u64)-1, (u64)&status, WNOHANG, 0, 0, 0)) > 0)
            if (found == command) {
                ended = 1;
                code = (status & 0x7f) ? 128 + (status & 0x7f) : (status >> 8) & 0xff;
            }
        if (ended)
            leave(code);
        signal = syscall6(SYS_rt_sigtimedwait, (u64)&all, 0, 0, sizeof(all), 0, 0);
        if (signal > 0 && signal != SIGCHLD)
            syscall6(SYS_kill, (u64)command, (u64)signal, 0, 0, 0, 0);
    }
}

/* Of MAKE_PATH: the whole path, in which links are replaced by their texts, and the text of one link. */
static char path[PATH_SIZE], link[PATH_SIZE];

static u32 length(const char *text)
{
    u32 count = 0;

    while (text[count])
        count++;
    return count;
}

/* Volatile, or the compiler makes it a call of memmove(3), which is not there. */
static void move(volatile char *to, const volatile char *from, u32 count)
{
    if (to < from)
        for (u32 i = 0; i < count; i++)
            to[i] = from[i];
    else
        while (count--)
            to[count] = from[count];
}

static s64 open_in_root(s64 root, const char *name, u64 flags)
{
    u64 how[3] = {flags | O_PATH | O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    s64 result;

    do
        result = syscall6(SYS_openat2, (u64)root, (u64)(*name ? name : "."), (u64)how, sizeof(how), 0, 0);
    while (result == -EINTR || result == -EAGAIN);
    return result;
}

/* Makes the one name at the end of the path, a directory or an empty file; if a link is there, answers the size of its text. */
static s64 make_name(s64 root, u32 name, u64 directory, u64 mode)
{
    char first = path[name];
    s64 parent, result;

    path[name] = 0;
    parent = open_in_root(root, path, O_DIRECTORY);
    path[name] = first;
    if (parent < 0)
        return parent;
    if (directory)
        result = syscall6(SYS_mkdirat, (u64)parent, (u64)(path + name), mode, 0, 0, 0);
    else
        result = syscall6(SYS_mknodat, (u64)parent, (u64)(path + name), S_IFREG | mode, 0, 0, 0);
    if (result == -EEXIST) {
        result = syscall6(SYS_readlinkat, (u64)parent, (u64)(path + name), (u64)link, PATH_SIZE, 0, 0);
        /* No link: somebody made it since we looked, another launch for instance. The next look-up tells whether it will do. */
        if (result == -EINVAL)
            result = 0;
    }
    syscall6(SYS_close, (u64)parent, 0, 0, 0, 0, 0);
    return result;
}

/* Puts the text of the link in the place of the name before end, and answers where to go on: an absolute one at the root. */
static s64 follow(u32 name, u32 end, u32 size)
{
    u32 from = link[0] == '/' ? 0 : name;
    u32 rest = length(path + end) + 1;

    if (from + size + rest > PATH_SIZE)
        return -ENAMETOOLONG;
    move(path + from + size, path + end, rest);
    move(path + from, link, size);
    return from;
}

/*
 * Opens a path below a root and makes what is missing of it, also where a link leads. Each look-up is the kernel's, below the
 * root; here is only decided which name is next. Arguments: root, path, mode of directories, and of the file at the end, or
 * 0 for one more directory.
 */
static s64 make_path(const struct operation *op)
{
    s64 root = (s64)value(op, 0), found, made;
    const char *wanted = (const char *)op->argument[1];
    u32 size = length(wanted) + 1, name = 0, end, rest;

    if (size > PATH_SIZE)
        return -ENAMETOOLONG;
    move(path, wanted, size);
    /* Bounded: who changes the files meanwhile must not keep us here for ever. */
    for (u32 rounds = 0; rounds < PATH_SIZE; rounds++) {
        u64 directory;
        char behind;

        for (; path[name] == '/'; name++)
            ;
        for (end = name; path[end] && path[end] != '/'; end++)
            ;
        for (rest = end; path[rest] == '/'; rest++)
            ;
        directory = path[rest] || !op->argument[3];
        behind = path[end];
        path[end] = 0;
        made = 0;
        found = open_in_root(root, path, directory ? O_DIRECTORY : 0);
        if (found == -ENOENT)
            made = make_name(root, name, directory, directory ? op->argument[2] : op->argument[3]);
        path[end] = behind;
        if (found == -ENOENT && made >= 0)
            made = made ? follow(name, end, (u32)made) : name;
        if (made < 0)
            return made;
        if (found != -ENOENT && (found < 0 || !path[rest]))
            return found;
        if (found >= 0)
            syscall6(SYS_close, (u64)found, 0, 0, 0, 0, 0);
        name = found >= 0 ? end : (u32)made;
    }
    return -ELOOP;
}

static s64 call(const struct operation *op)
{
    s64 result;

    if (op->number == MAKE_PATH)
        return make_path(op);
    do
        result = syscall6(op->number, value(op, 0), value(op, 1), value(op, 2), value(op, 3), value(op, 4),
                          value(op, 5));
    while ((result == -EINTR && op->number != SYS_close) ||
           /* A rename anywhere kept the kernel from judging a "..", openat2(2): to be repeated. */
           (result == -EAGAIN && op->number == SYS_openat2));
    return result;
}

/* Executes one system call and answers which operation is next. */
static u32 execute(u32 index)
{
    const struct operation *op = &plan->operation[index];
    volatile struct result *slot = &results->of[index];
    s64 result;

    slot->ended = 0;
    /* Behind a seccomp filter the clock may be forbidden; the processor's own counter never is. */
    if (op->flags & TICKS)
        last_clock = ticks();
    slot->began = last_clock;
    result = call(op);
    if ((op->flags & FORK) && result == 0) {
        last_clock = op->flags & TICKS ? ticks() : now();
        return index + 1;
    }
    last_clock = op->flags & TICKS ? ticks() : now();
    slot->result = result;
    slot->ended = last_clock;
    registers[op->result_register % REGISTERS] = result;
    if (result < 0) {
        if (!tolerated(op, -result))
            fail(index, -result);
        return op->target == NEXT ? index + 1 : (u32)op->target;
    }
    if (result < op->least)
        fail(index, EPIPE);
    return op->flags & FORK ? (u32)op->target : index + 1;
}

static u32 step(u32 index)
{
    const struct operation *op = &plan->operation[index];

    switch (op->number) {
    case JUMP:
        return (u32)op->target;
    case JUMP_IF:
        return matches(op) ? (u32)op->target : index + 1;
    case JUMP_UNLESS:
        return matches(op) ? index + 1 : (u32)op->target;
    case FAIL:
        fail(index, (s64)op->argument[0]);
        return index;
    case STORE:
        store(op);
        return index + 1;
    case CALIBRATE:
        meet(&results->calibrated);
        return index + 1;
    case INIT:
        init((s64)value(op, 0));
        return index;
    default:
        return execute(index);
    }
}

static int map(u64 address, u64 size, int sharing, int fd)
{
    return syscall6(SYS_mmap, address, size, PROT_READ_WRITE, sharing | MAP_FIXED_NOREPLACE, fd, 0) == (s64)address;
}

__attribute__((used)) void interpret(void)
{
    struct plan header;
    u32 index = 0;

    if (syscall6(SYS_pread64, PLAN_FD, (u64)&header, sizeof(header), 0, 0, 0) != sizeof(header) || header.magic != MAGIC)
        leave(EXIT_NO_PLAN);
    /* Private: nobody who later shares a descriptor or a page can change what is executed. */
    if (!map(PLAN_ADDRESS, header.size, MAP_PRIVATE, PLAN_FD) ||
        !map(TRUSTED_ADDRESS, header.results_size, MAP_SHARED, RESULTS_FD))
        leave(EXIT_NO_PLAN);
    /* A child that somebody in its container gets hold of must not tell the daemon another process's number. */
    if (syscall6(SYS_madvise, TRUSTED_ADDRESS, TRUSTED_SIZE, MADV_DONTFORK, 0, 0, 0))
        leave(EXIT_NO_PLAN);
    /* Nor by mapping it anew: F_SEAL_SEAL, SHRINK, GROW, FUTURE_WRITE. The plain file of a test has no seals. */
    syscall6(SYS_fcntl, RESULTS_FD, F_ADD_SEALS, SEALS, 0, 0, 0);
    syscall6(SYS_dup3, NULL_FD, PLAN_FD, O_CLOEXEC, 0, 0, 0);
    syscall6(SYS_dup3, NULL_FD, RESULTS_FD, O_CLOEXEC, 0, 0, 0);
    meet(&results->start);
    last_clock = results->start.nanoseconds;
    while (index < header.count)
        index = step(index);
    leave(0);
}
