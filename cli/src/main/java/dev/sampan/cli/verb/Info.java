package dev.sampan.cli.verb;

import dev.sampan.cli.Call;
import dev.sampan.cli.Listing;
import dev.sampan.cli.Units;
import dev.sampan.cli.Verb;
import dev.sampan.cli.Version;
import dev.sampan.cli.template.Template;
import dev.sampan.client.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code sampan info}. */
public final class Info {
    private Info() {}

    public static Verb verb() {
        return Verb.of("[OPTIONS]", "Display system-wide information", 0, 0, """
              -f, --format string   json, or a template
            """, Info::run);
    }

    private static int run(Call call) throws IOException {
        Map<String, @Nullable Object> info = call.api().get("/info").object();
        String format = call.flags().string("format");
        info.putIfAbsent("ClientInfo", Map.of("Version", Version.VERSION, "Context", "default", "Plugins", List.of()));
        if (!format.isEmpty()) {
            Template template = Listing.parse(format.equals("json") ? "{{json .}}" : format);
            call.out().println(Listing.execute(template, info, ""));
            return 0;
        }
        PrintStream out = call.out();
        out.println("Client:");
        out.println(" Version:    " + Version.VERSION);
        out.println();
        out.println("Server:");
        text(out, info);
        for (Object warning : Json.list(info.get("Warnings"))) {
            call.err().println(warning);
        }
        return 0;
    }

    private static void text(PrintStream out, Map<String, @Nullable Object> info) {
        out.println(" Containers: " + Json.number(info, "Containers"));
        out.println("  Running: " + Json.number(info, "ContainersRunning"));
        out.println("  Paused: " + Json.number(info, "ContainersPaused"));
        out.println("  Stopped: " + Json.number(info, "ContainersStopped"));
        out.println(" Images: " + Json.number(info, "Images"));
        line(out, info, "Server Version", "ServerVersion");
        line(out, info, "Storage Driver", "Driver");
        for (Object entry : Json.list(info.get("DriverStatus"))) {
            List<@Nullable Object> pair = Json.list(entry);
            out.println("  " + pair.get(0) + ": " + pair.get(1));
        }
        line(out, info, "Logging Driver", "LoggingDriver");
        line(out, info, "Cgroup Driver", "CgroupDriver");
        line(out, info, "Cgroup Version", "CgroupVersion");
        out.println(" Plugins:");
        Json.object(info.get("Plugins")).forEach((kind, names) -> {
            if (!Json.list(names).isEmpty()) {
                out.println("  " + kind + ": "
                        + String.join(
                                " ",
                                Json.list(names).stream().map(String::valueOf).toList()));
            }
        });
        out.println(" Runtimes: "
                + String.join(" ", Json.object(info.get("Runtimes")).keySet()));
        line(out, info, "Default Runtime", "DefaultRuntime");
        line(out, info, "Init Binary", "InitBinary");
        out.println(" Security Options:");
        Json.list(info.get("SecurityOptions")).forEach(option -> security(out, String.valueOf(option)));
        line(out, info, "Kernel Version", "KernelVersion");
        line(out, info, "Operating System", "OperatingSystem");
        line(out, info, "OSType", "OSType");
        line(out, info, "Architecture", "Architecture");
        line(out, info, "CPUs", "NCPU");
        out.println(" Total Memory: " + Units.binarySize(Json.number(info, "MemTotal")));
        line(out, info, "Name", "Name");
        line(out, info, "ID", "ID");
        line(out, info, "Docker Root Dir", "DockerRootDir");
        line(out, info, "Debug Mode", "Debug");
        line(out, info, "Experimental", "ExperimentalBuild");
        line(out, info, "Live Restore Enabled", "LiveRestoreEnabled");
        out.println();
    }

    private static void security(PrintStream out, String option) {
        for (String part : option.split(",")) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1);
            out.println(
                    part.startsWith("name=")
                            ? "  " + value
                            : "   " + part.substring(0, Math.max(0, equals)) + ": " + value);
        }
    }

    private static void line(PrintStream out, Map<String, @Nullable Object> info, String title, String member) {
        String value = Json.text(info, member);
        if (!value.isEmpty()) {
            out.println(" " + title + ": " + value);
        }
    }
}
