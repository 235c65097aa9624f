package dev.sampan.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns separated by tabs, as Go's tabwriter aligns them: at least ten wide, three spaces between, the last one as it is. */
public final class Table {
    private static final int LEAST = 10;
    private static final int BETWEEN = 3;

    private Table() {}

    public static ArrayList<String> align(List<String> lines) {
        return align(lines, LEAST, BETWEEN);
    }

    /** @param least width of a column with its spaces */
    public static ArrayList<String> align(List<String> lines, int least, int between) {
        var cells = new ArrayList<String[]>();
        var widths = new ArrayList<Integer>();
        for (String line : lines) {
            String[] row = line.split("\t", -1);
            cells.add(row);
            for (int i = 0; i < row.length - 1; i++) {
                int width = Math.max(least, width(row[i]) + between);
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        var out = new ArrayList<String>();
        for (String[] row : cells) {
            var line = new StringBuilder();
            for (int i = 0; i < row.length - 1; i++) {
                line.append(row[i]).append(" ".repeat(widths.get(i) - width(row[i])));
            }
            out.add(line.append(row[row.length - 1]).toString());
        }
        return out;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
