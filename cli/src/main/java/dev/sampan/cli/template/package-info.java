/**
 * The part of Go's text/template that {@code --format} is used with, over maps, lists and values, with Docker's extra functions.
 *
 * <p>Start reading at {@link dev.sampan.cli.template.Template}: text becomes {@link dev.sampan.cli.template.Node}s by
 * {@link dev.sampan.cli.template.Parser}, which {@link dev.sampan.cli.template.Evaluation} walks;
 * {@link dev.sampan.cli.template.Functions} are the functions, {@link dev.sampan.cli.template.GoText} prints values as Go's %v does.
 *
 * <p>Not there: define, template, block, method calls other than a row's own (such as {@code .Label "key"}).
 */
@NullMarked
package dev.sampan.cli.template;

import org.jspecify.annotations.NullMarked;
