/** TBD. */
package dev.sampan.api;
