package dev.sightline.bench;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** An {@link Account} for people: a line a kind, and their sum. */
final class AccountTable {
    private static final String ROW = "%-18s %-24s %6d %6d %5d %6d %6d";

    private AccountTable() {}

    /** Prints it and says whether every task ended once and as it had to. */
    static boolean print(Map<AccountKind, Account.Line> lines, Consumer<String> out) {
        out.accept("%-18s %-24s %6s %6s %5s %6s %6s"
                .formatted("requests", "have to end as", "tasks", "ended", "lost", "twice", "wrong"));
        var sum = Account.Line.NOTHING;
        for (var kind : lines.keySet()) {
            var line = lines.get(kind);
            var name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            out.accept(row(name, kind.code() == null ? "result" : kind.code(), line));
            sum = sum.plus(line);
        }
        out.accept(row("all", sum.exact() ? "accounted for exactly" : "NOT EXACT", sum));
        return sum.exact();
    }

    private static String row(String name, String end, Account.Line line) {
        return ROW.formatted(name, end, line.tasks(), line.ended(), line.lost(), line.twice(), line.wrong());
    }
}
