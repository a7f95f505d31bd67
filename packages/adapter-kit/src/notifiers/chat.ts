import type { NotifierWrite } from '@stellwerk/core';
import type { Sendable } from '@stellwerk/ports';
import { messageId } from './message-id.ts';
import type { Post } from './post.ts';

type ChatWrite = Extract<NotifierWrite, { kind: 'notify_teams' | 'notify_slack' }>;

/** A post in a chat. Its text is the same for every try. */
export function chatPost(write: ChatWrite, { effect }: Sendable): Post {
  const teams = write.kind === 'notify_teams';
  const body = JSON.stringify(teams ? teamsMessage(write.text) : slackMessage(write.text));
  return { id: messageId(effect.key), receiver: teams ? 'Teams' : 'Slack', headers: {}, body };
}

/**
 * What a Teams workflow (“When a Teams webhook request is received”) posts: a message with one adaptive card. The older
 * message cards of connectors are not taken there.
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
function teamsMessage(text: string): object {
  const [heading = '', ...lines] = text.split('\n');
  const body = [line(heading, { weight: 'Bolder' }), ...lines.filter(Boolean).map((each) => line(each))];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4', // the newest that Teams shows on all its clients
    body,
    msteams: { width: 'Full' },
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

/** A text run is shown as it is; a text block would read names of groups and rules as Markdown. */
function line(text: string, style: Readonly<Record<string, string>> = {}): object {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...style }] };
}

/** What a Slack incoming webhook takes. The three escapes keep a text from calling people or making links of its own. */
function slackMessage(text: string): object {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return { text: plain };
}
