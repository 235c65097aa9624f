/** TBD. */
package dev.sampan.engine;
