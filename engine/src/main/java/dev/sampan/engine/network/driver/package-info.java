/** The contract of a kind of network, and the kinds there are: bridge, host, null. */
package dev.sampan.engine.network.driver;
