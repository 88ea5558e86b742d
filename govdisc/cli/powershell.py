"""Completion for PowerShell, which click does not know; importing this module lets click know it."""

from __future__ import annotations

import glob
import os

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string


class PowerShell(ShellComplete):
    """Completion for PowerShell, which click does not know: candidates a line, asked for with the words typed so far."""

    name = "powershell"
    source_template = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:%(complete_var)s = "powershell_complete"
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_WORD = $wordToComplete
    %(prog_name)s | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
    Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_WORD
}
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is completed, and that one."""
        words, begun = split_arg_string(os.environ.get("COMP_WORDS", ""))[1:], os.environ.get("COMP_WORD", "")
        return (words[:-1] if begun and words else words), begun

    def format_completion(self, item: CompletionItem) -> str:
        """Return a candidate as a line."""
        return str(item.value)

    def complete(self) -> str:
        """Return all candidates; files, which the other shells find by themselves, are looked up here."""
        arguments, begun = self.get_completion_args()
        found: list[str] = []
        for item in self.get_completions(arguments, begun):
            found += sorted(glob.glob(f"{glob.escape(begun)}*")) if item.type in ("file", "dir") else [self.format_completion(item)]
        return "\n".join(found)


add_completion_class(PowerShell)
