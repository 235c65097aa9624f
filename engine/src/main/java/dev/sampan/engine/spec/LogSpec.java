package dev.sampan.engine.spec;

import java.util.Map;

/** Where the output goes. @param driver by its name, such as json-file */
public record LogSpec(String driver, Map<String, String> options) {}
