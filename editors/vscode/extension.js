// Starts `shangyun policy lsp` for policy documents. Everything that is known of the language is in that program.
"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

async function activate() {
  const settings = vscode.workspace.getConfiguration("shangyun");
  const language = settings.get("language", "auto");
  const server = {
    command: settings.get("path", "shangyun"),
    args: ["policy", "lsp", ...(language === "auto" ? [] : ["--lang", language])],
    transport: TransportKind.stdio,
  };
  const documents = [
    { scheme: "file", pattern: "**/*.policy.md" },
    { scheme: "untitled", language: "policy" },
  ];
  client = new LanguageClient("shangyun", "Shangyun", server, { documentSelector: documents });
  try {
    await client.start();
  } catch (error) {
    vscode.window.showErrorMessage(
      `无法启动 ${server.command}，请在设置 shangyun.path 中写明路径。 / Cannot start ${server.command}; set shangyun.path. (${error.message})`,
    );
  }
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
