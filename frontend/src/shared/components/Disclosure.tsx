import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import classes from "./Disclosure.module.css";

type Props = {
  /** What the button shows, and its name where that is no text. */
  label: ReactNode;
  name?: string;
  /** Whether the current page is in the panel. */
  current?: boolean;
  /** The side of the button at which the panel begins. */
  side?: "left" | "right";
  /** Whether the button has a border, as beside fields. */
  bordered?: boolean;
  children: ReactNode;
};

/** A button that shows a panel below it, until another place is opened, focused or clicked, or Escape is pressed. */
export function Disclosure({
  label,
  name,
  current = false,
  side = "left",
  bordered = false,
  children,
}: Props) {
  const [opened, setOpened] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!opened) return;
    const close = ({ target }: PointerEvent) => {
      if (!(target instanceof Node && box.current?.contains(target))) setOpened(false);
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, [opened]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !opened) return;
    event.stopPropagation();
    setOpened(false);
    button.current?.focus();
  }

  function onBlur({ relatedTarget }: FocusEvent) {
    // A click on a text of the panel focuses nothing.
    if (relatedTarget instanceof Node && !box.current?.contains(relatedTarget)) setOpened(false);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel wherever the focus is in it
    <div ref={box} className={classes.box} onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className={classes.button}
        aria-expanded={opened}
        aria-controls={id}
        aria-label={name}
        title={name}
        data-current={current || undefined}
        data-bordered={bordered || undefined}
        onClick={() => setOpened((old) => !old)}
      >
        {label}
      </button>
      <div id={id} className={classes.panel} data-side={side} hidden={!opened}>
        {opened && children}
      </div>
    </div>
  );
}
