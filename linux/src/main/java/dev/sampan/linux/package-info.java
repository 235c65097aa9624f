/** TBD. */
package dev.sampan.linux;
