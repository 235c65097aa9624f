/** TBD. */
package dev.sampan.server;
