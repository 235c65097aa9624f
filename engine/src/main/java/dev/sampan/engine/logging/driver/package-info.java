/**
 * The log drivers.
 *
 * <p>Start reading at {@link dev.sampan.engine.logging.driver.JsonFile}. Its parts: {@code JsonLineEncoder} turns raw bytes into lines
 * of JSON without an object per line, {@code JsonFileWriter} cuts the stream into lines and writes chunks, {@code RotatedFiles} knows
 * names and renames, {@code JsonFileReader} reads them as one. Writer and readers of one file meet in {@code LogChannel}: a follower
 * waits there for the writer's next write or rotation, so nothing polls.
 *
 * <p>Adding a driver: one class here, its name in META-INF/services, and {@code LogDriverTest} runs on it.
 */
package dev.sampan.engine.logging.driver;
