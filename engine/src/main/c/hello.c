/* The program of the built-in image "hello": one static file without libc, which is the whole image. */

#include <stddef.h>

struct uts { char sysname[65], nodename[65], release[65], version[65], machine[65], domainname[65]; };

#if defined(__x86_64__)
enum { WRITE = 1, GETPID = 39, EXIT = 60, UNAME = 63 };
static long call(long number, long a, long b, long c) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
enum { WRITE = 64, EXIT = 93, UNAME = 160, GETPID = 172 };
static long call(long number, long a, long b, long c) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}
#else
#error "hello.c knows x86_64 and aarch64"
#endif

static void say(const char *text) {
  size_t length = 0;
  while (text[length]) length++;
  while (length > 0) {
    long written = call(WRITE, 1, (long)text, (long)length);
    if (written <= 0) call(EXIT, 1, 0, 0);
    text += written;
    length -= (size_t)written;
  }
}

static void say_number(long number) {
  char digits[24];
  size_t at = sizeof digits - 1;
  digits[at] = 0;
  do digits[--at] = (char)('0' + number % 10); while (number /= 10);
  say(digits + at);
}

void _start(void) {
  struct uts uts;
  call(UNAME, (long)&uts, 0, 0);
  say("Hello from Sampan!\n\n"
      "This program is the whole image: one small static file, no shell, no library.\n"
      "It runs as process ");
  say_number(call(GETPID, 0, 0, 0));
  say(" of a container that believes its host is called ");
  say(uts.nodename);
  say(".\n\n"
      "Between your command and this line:\n"
      " 1. The sampan command asked the daemon, over a Unix socket, for a container of\n"
      "    the image \"hello\", which Sampan carries with it: no registry was asked.\n"
      " 2. The daemon laid an empty writable layer over the image's files and computed\n"
      "    a launch plan: a list of system calls, each with its reason.\n"
      " 3. A process of its own namespaces and cgroup executed the plan: it mounted its\n"
      "    root, gave up its privileges and became this program.\n"
      " 4. What it writes goes through a pipe to the daemon, and from there to you.\n\n"
      "To see every step of it, with the time each took:\n"
      "    sampan explain run hello\n");
  call(EXIT, 0, 0, 0);
}
