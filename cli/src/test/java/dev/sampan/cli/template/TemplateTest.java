package dev.sampan.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.client.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final String DATA = """
        {"Name":"/x","Args":["a","b"],"Count":3,"Share":0.5,"On":true,"Off":false,"Text":"<a&b>","Empty":[],"None":null,
         "Config":{"Cmd":["sh","-c"],"Labels":{"k":"v","a":"b"},"Env":null,"Volumes":null},"HostConfig":{"PidsLimit":null}}
        """;

    private static String run(String template) throws IOException {
        return Template.parse(template).execute(Json.parse(DATA.getBytes(StandardCharsets.UTF_8)), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{{.Name}}~/x",
                "{{ .Config.Cmd }} {{.Config.Labels}}~[sh -c] map[a:b k:v]",
                "{{.Count}} {{.Share}} {{.On}}~3 0.5 true",
                "{{.Config.Env}}{{.Config.Volumes}}{{.HostConfig.PidsLimit}}~[]map[]<nil>",
                "{{json .Config.Env}} {{json .Text}} {{json .Args}}~null \"\\u003ca\\u0026b\\u003e\" [\"a\",\"b\"]",
                "{{if .On}}y{{else}}n{{end}}{{if .Empty}}y{{else if .Off}}z{{else}}n{{end}}~yn",
                "{{range .Args}}<{{.}}>{{end}}{{range .Empty}}x{{else}}none{{end}}~<a><b>none",
                "{{range $i, $a := .Args}}{{$i}}={{$a}} {{end}}~`0=a 1=b `",
                "{{range $k, $v := .Config.Labels}}{{$k}}{{$v}},{{end}}~ab,kv,",
                "{{with .Config}}{{index .Labels \"k\"}}{{end}}{{with .None}}x{{end}}~v",
                "{{index .Args 1}} {{len .Args}} {{len .Name}}~b 2 2",
                "{{join .Args \",\"}} {{upper .Name}} {{title \"abc d\"}} {{split \"a/b\" \"/\"}}~a,b /X Abc D [a b]",
                "{{.Name | upper | printf \"%s-%d\" \"a\"}}~a-%!d(string=/X)",
                "{{printf \"%q %5d|%-4s|%v\" .Name .Count \"x\" .Args}}~\"/x\"     3|x   |[a b]",
                "{{eq .Count 3}} {{ne .Name \"a\"}} {{lt 1 2}} {{and .On .Off}} {{or .Off .Name}} {{not .On}}~true true true false /x false",
                "{{$x := .Name}}{{$x}}{{$x = \"z\"}}{{$x}}~/xz",
                "a  {{- .Count -}}  b~a3b",
                "{{/* nothing */}}{{println \"a\" 1}}~`a 1\n`",
                "{{truncate .Name 1}}{{pad \"x\" 1 2}}|{{slice \"abc\" 1 2}}~/ x  |b",
                "{{(index .Args 0) | upper}}{{(.Config).Cmd}}~A[sh -c]",
                "{{range .Args}}{{if eq . \"b\"}}{{break}}{{end}}{{.}}{{end}}~a",
                "{{`raw\"`}}~raw\"",
                "{{.State.Health}}~fails",
            })
    void printsAsGoDoes(String template, String expected) throws IOException {
        if (expected.equals("fails")) {
            assertThatThrownBy(() -> run(template)).hasMessageContaining("map has no entry for key \"State\"");
            return;
        }
        assertThat(run(template.replace("\\n", "\n"))).isEqualTo(expected.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{{~template: :1: unclosed action",
                "{{.Name~template: :1: unclosed action",
                "{{if .On}}x~template: :1: unexpected EOF",
                "{{end}}~template: :1: unexpected {{end}}",
                "{{nosuch .}}~template: :1: function \"nosuch\" not defined",
                "{{\"a}}~template: :1: unterminated quoted string",
                "{{}}~template: :1: missing value for command",
            })
    void saysWhatIsNoTemplate(String template, String message) {
        assertThatThrownBy(() -> Template.parse(template))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    @Test
    void namesTheMissingMemberAndItsPlace() {
        assertThatThrownBy(() -> run("a {{.Nosuch}}"))
                .hasMessage("template: :1:4: executing \"\" at <.Nosuch>: map has no entry for key \"Nosuch\"");
        assertThatThrownBy(() -> Template.parse("{{.X}}").execute(Map.of(), "*formatter.ContainerContext"))
                .hasMessageEndingWith("can't evaluate field X in type *formatter.ContainerContext");
    }

    @Test
    void anyTextEitherParsesOrIsRefused() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String[] pieces = {
            "{{", "}}", "-", " ", ".A", "\"", "`", "(", ")", "|", "if", "end", "range", "$x", ":=", ",", "1", "\\",
            "/*", "'"
        };
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                Template.parse(text.toString()).execute(Map.of("A", "x"), "");
            } catch (TemplateException expected) {
                assertThat(expected).hasMessageStartingWith("template: ");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }
}
