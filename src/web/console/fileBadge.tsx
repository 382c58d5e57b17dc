import type { Viewer } from '../access/viewer.ts';

interface FileBadgeProps {
  readonly viewer: Viewer;
  readonly differs: boolean;
}

/** Says that what is in force is not what the file says. */
export const FileBadge = ({ viewer, differs }: FileBadgeProps) =>
  differs ? (
    <p class="small">
      <a class="chip late" href="/settings/files">
        {viewer.words.settings.files.badge}
      </a>
    </p>
  ) : null;
