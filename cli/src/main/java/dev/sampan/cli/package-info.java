/** TBD. */
package dev.sampan.cli;
