/** TBD. */
package dev.sampan.testkit;
